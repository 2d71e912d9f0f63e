// The step at the scene's cursor, told when the button is pressed.

export default function ({ parentElement, setTriggerValue }) {
  const button = parentElement.querySelector("button");
  button.onclick = () => {
    /** @type {any} */
    const place = document.querySelector(".scene");
    const scene = place?.scene;
    if (scene?.runs) setTriggerValue("step", Number(scene.runs.step(scene.clock.index)));
  };
}
