// What this browser keeps of every lesson, written on its card; nothing of it is sent anywhere.

const PROGRESS = "gradient-surgery.lessons";

export default function ({ setTriggerValue }) {
  const kept = read();
  /** @type {NodeListOf<HTMLElement>} */
  const places = document.querySelectorAll(".lesson-progress[data-lesson]");
  for (const place of places) {
    const lesson = place.dataset.lesson;
    const { step, of, isDone } = kept[lesson] ?? {};
    place.replaceChildren();
    if (isDone) place.append(element("span", "✓ Done"));
    const isUnderWay = Number.isInteger(step) && (!isDone || step < of) && (step > 1 || of === 1);
    if (!isUnderWay) continue;
    const button = element("button", of > 1 ? `Go on at step ${step} of ${of}` : "Go on");
    button.type = "button";
    button.addEventListener("click", () => setTriggerValue("resume", { lesson, step }));
    place.append(button);
  }
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(PROGRESS) ?? "{}") ?? {};
  } catch {
    return {};
  }
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
