// Which GTM motion: lesson 2.2's bands, its four questions and its seven variables. ACV and cost in yuan, `rate` in yuan per dollar.
const VARIABLES = ["complexity", "buyer", "time", "custom", "review", "value", "change"];
const SIDES = ["plg", "mlg", "slg"];

function tree({ quick, untaught, research, partners }, pays) {
  if (quick === "yes") return "plg";
  if (!pays) return partners === "yes" ? "partner" : "rethink";
  if (untaught === "yes") return "pls";
  return research === "yes" ? "mlg" : "slg";
}

export function compute(input) {
  const { acv, rate, margin, months, cost } = input;
  const ceiling = (acv * margin * months) / 12;
  const pays = ceiling >= cost;
  const motion = tree(input, pays);
  const votes = Object.fromEntries(SIDES.map((side) => [side, VARIABLES.filter((name) => input[name] === side).length]));
  // Answers at both ends, none of them a stray: lesson 2.2 designs for product-led sales instead of taking the mean.
  const split = votes.plg >= 2 && votes.slg >= 2;
  const most = Math.max(...Object.values(votes));
  const leaders = SIDES.filter((side) => votes[side] === most);
  const lean = split ? "pls" : leaders.length === 1 ? leaders[0] : "even";

  const money = (number) => ({ number, kind: "money" });
  const reasons = [input.quick === "yes" ? "because-quick" : "because-not-quick"];
  if (input.quick === "no") {
    reasons.push({ text: pays ? "because-pays" : "because-not-pays", values: { ceiling: money(ceiling), cost: money(cost) } });
    if (!pays) reasons.push(`because-partners-${input.partners}`);
    else {
      reasons.push(`because-untaught-${input.untaught}`);
      if (input.untaught === "no") reasons.push(`because-research-${input.research}`);
    }
  }
  reasons.push(split ? "votes-split" : { text: "votes-lean", values: { count: { number: most }, side: lean === "even" ? "even" : lean } });
  const agrees = lean === motion || (motion === "pls" && lean === "plg") || (motion === "partner" && lean !== "plg");
  reasons.push(agrees ? "both-agree" : "both-differ");
  if (motion === "plg" && input.buyer === "slg") reasons.push("approval");

  return {
    values: { motion, usd: acv / rate, ceiling, room: ceiling - cost, lean, ...Object.fromEntries(SIDES.map((side) => [`votes-${side}`, votes[side]])) },
    lists: { reasons },
    charts: { votes: { items: SIDES.map((side) => ({ label: side, to: votes[side], value: votes[side], tone: votes[side] === most ? "accent" : "line" })) } },
  };
}
