// Sets formulas as Streamlit's pages do: by the KaTeX at argv[2]. Says what is wrong with each.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { default: katex } = await import(pathToFileURL(process.argv[2]));
const fault = (formula) => {
  try {
    katex.renderToString(formula, { displayMode: true, throwOnError: true });
    return null;
  } catch (error) {
    return `${formula}: ${error.message}`;
  }
};
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf-8")).map(fault).filter(Boolean)));
