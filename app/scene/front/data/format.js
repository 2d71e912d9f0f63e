// Numbers as people read them: a true minus sign, four figures at most, tabular.

const LARGEST = 0.999e30; // of larger ones only this much is sent

export function number(value, figures = 4) {
  if (value === null || Number.isNaN(value)) return "–";
  const size = Math.abs(value);
  if (size >= LARGEST) return value > 0 ? "> 10³⁰" : "< −10³⁰";
  const far = size !== 0 && (size >= 1e6 || size < 1e-3);
  const text = far ? value.toExponential(figures - 2) : String(Number(value.toPrecision(figures)));
  return text.replace(/-/g, "−").replace("e+", "e");
}

export const fixed = (value, digits) =>
  Number.isNaN(value) ? "–" : value.toFixed(digits).replace("-", "−");

export const whole = (value) => Math.round(value).toLocaleString("en");
