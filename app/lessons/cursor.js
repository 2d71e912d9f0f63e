// The step at the scene's cursor, told when the button is pressed.

export default function ({ parentElement, setTriggerValue }) {
  const button = parentElement.querySelector("button");
  button.onclick = () => {
    const scene = document.querySelector(".scene")?.scene;
    if (scene?.runs) setTriggerValue("step", Number(scene.runs.step(scene.clock.index)));
  };
}
