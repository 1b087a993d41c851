// TAM, SAM and SOM as lesson 1.1 counts them, from the bottom up, beside a report's total; lesson 5.1's test of two counts.
const CLOSE = [0.5, 2];

export function compute({ firms, acv, reach, win, have, pace, report, part, "top-reach": topReach, "top-win": topWin }) {
  const tam = firms * acv;
  const somFirms = firms * reach * win;
  const som = somFirms * acv;
  const topTam = report * part;
  const topSom = topTam * topReach * topWin;
  const [gap, somGap] = [topTam / tam, topSom / som];
  const close = (ratio) => ratio >= CLOSE[0] && ratio <= CLOSE[1];
  const notes = [];
  if (somFirms < have) notes.push({ at: "have", text: "full" });
  const bar = (label, to, tone) => ({ label, to, value: to, tone });
  return {
    values: {
      tam, sam: tam * reach, som, "som-firms": somFirms, years: Math.max(somFirms - have, 0) / pace,
      "top-tam": topTam, "top-sam": topTam * topReach, "top-som": topSom, "top-firms": topTam / acv,
      gap, "som-gap": somGap, use: Math.min(som, topSom), verdict: close(gap) && close(somGap) ? "close" : close(gap) ? "shares" : "apart",
    },
    notes,
    charts: {
      both: {
        items: [
          bar("tam-up", tam), bar("tam-down", topTam, "violet"), bar("sam-up", tam * reach), bar("sam-down", topTam * topReach, "violet"), bar("som-up", som), bar("som-down", topSom, "violet"),
        ],
      },
    },
  };
}
