// Checks a quiz: marks every choice that was taken or missed, opens the explanations, and says the result aloud.
// Without this script the choices can be read and the explanations unfolded.
const zh = document.documentElement.lang.startsWith("zh");
const words = zh
  ? { check: "检查", again: "再试一次", right: "答对了。", wrong: "还不对，看看解析。", none: "先选一个答案。", rightMark: "对", wrongMark: "不对", missedMark: "漏选", answerMark: "正确答案" }
  : { check: "Check", again: "Try again", right: "Right.", wrong: "Not yet: see the explanations.", none: "Choose an answer first.", rightMark: "right", wrongMark: "wrong", missedMark: "missed", answerMark: "this one" };

function mark(choice, text) {
  const note = document.createElement("span");
  note.className = "quiz-mark";
  note.textContent = text;
  choice.querySelector("label").append(note);
}

function clear(quiz) {
  for (const choice of quiz.querySelectorAll(".quiz-choice")) {
    delete choice.dataset.state;
    choice.querySelector(".quiz-mark")?.remove();
  }
}

function check(quiz) {
  clear(quiz);
  let right = true;
  for (const choice of quiz.querySelectorAll(".quiz-choice")) {
    const taken = choice.querySelector("input").checked;
    const wanted = choice.dataset.verdict === "right";
    if (taken !== wanted) right = false;
    if (!taken && !wanted) continue;
    choice.dataset.state = taken ? (wanted ? "right" : "wrong") : "missed";
    const single = choice.querySelector("input").type === "radio";
    mark(choice, words[choice.dataset.state === "missed" && single ? "answerMark" : `${choice.dataset.state}Mark`]);
  }
  return right;
}

for (const quiz of document.querySelectorAll(".quiz")) {
  const details = quiz.querySelector(".quiz-explanations");
  const bar = document.createElement("div");
  bar.className = "quiz-bar";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiz-check";
  button.textContent = words.check;
  const status = document.createElement("p");
  status.className = "quiz-status";
  status.setAttribute("role", "status");
  bar.append(button, status);
  details.before(bar);

  function reopen() {
    delete quiz.dataset.result;
    clear(quiz);
    details.open = false;
    status.textContent = "";
    button.textContent = words.check;
  }
  // Whoever chooses anew after a result asks for another one: what was said of the first no longer holds.
  quiz.addEventListener("input", () => quiz.dataset.result && reopen());
  button.addEventListener("click", () => {
    if (quiz.dataset.result) {
      reopen();
      for (const input of quiz.querySelectorAll("input")) input.checked = false;
      quiz.querySelector("input").focus();
      return;
    }
    if (!quiz.querySelector("input:checked")) {
      status.textContent = words.none;
      return;
    }
    const right = check(quiz);
    quiz.dataset.result = right ? "right" : "wrong";
    quiz.dispatchEvent(new CustomEvent("quiz-checked", { bubbles: true, detail: right }));
    status.textContent = right ? words.right : words.wrong;
    button.textContent = words.again;
    details.open = true;
  });
}
