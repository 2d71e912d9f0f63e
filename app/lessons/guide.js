// Beside a lesson: its progress is kept in this browser, and what a step looks at comes into view.

const PROGRESS = "gradient-surgery.lessons";
let shown = ""; // the step whose part was brought into view

export default function ({ data }) {
  keep(data);
  if (document.activeElement === document.body) {
    /** @type {HTMLElement} */
    const title = document.querySelector(".lesson-title");
    title?.focus({ preventScroll: true }); // the page is new
  }
  const step = `${data.lesson} ${data.step}`;
  if (step === shown || !data.look) return;
  shown = step;
  whenThere(data.look, show);
}

// Where the panel lies below the page, a part that it would cover begins at the top.
function show(part) {
  const panel = document.querySelector("[class*='st-key-lesson-panel-']").getBoundingClientRect();
  const isBelow = panel.left <= part.getBoundingClientRect().left;
  const isCovered = isBelow && part.getBoundingClientRect().bottom > panel.top;
  part.scrollIntoView({ block: isCovered ? "start" : "nearest", inline: "nearest" });
}

function keep({ lesson, step, of, isDone }) {
  try {
    const all = JSON.parse(localStorage.getItem(PROGRESS) ?? "{}");
    const wasDone = Boolean(all[lesson]?.isDone);
    all[lesson] = { step, of, isDone: isDone || wasDone };
    localStorage.setItem(PROGRESS, JSON.stringify(all));
  } catch (error) {
    console.info(error); // a browser that keeps nothing still shows the lesson
  }
}

// The page may draw the part after the panel.
function whenThere(selector, act, tries = 50) {
  const part = document.querySelector(selector);
  if (part) act(part);
  else if (tries > 0) setTimeout(() => whenThere(selector, act, tries - 1), 200);
}
