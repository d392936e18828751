// Shows the tags of the chosen annotators, labels and verdicts, and the paragraphs that have the words.
const form = document.querySelector(".filter");
const tags = [...document.querySelectorAll(".tag")];
const paragraphs = [...document.querySelectorAll("article > :not(h2, .about)")];
const left = (name) =>
  [...form.querySelectorAll(`[name="${name}"]:not(:checked)`)].map((box) => box.value);
const filter = () => {
  const without = ["annotator", "label", "verdict"].map((name) => [name, left(name)]);
  for (const tag of tags) {
    tag.hidden = without.some(([name, values]) => values.includes(tag.dataset[name]));
  }
  const words = form.elements.words.value.trim().toLocaleLowerCase();
  for (const paragraph of paragraphs) {
    const shown = [...paragraph.childNodes].filter((node) => !node.hidden);
    const text = shown.map((node) => node.textContent).join("").toLocaleLowerCase();
    paragraph.hidden = !text.includes(words);
  }
  const count = tags.filter((tag) => !tag.hidden && !tag.parentElement.hidden).length;
  // What is printed says what it leaves out.
  const names = without.flatMap(([, values]) => values);
  const says = [`${count} of ${tags.length} tags`];
  if (words) says.push(`with “${words}”`);
  if (names.length) says.push(`without ${names.join(", ")}`);
  form.querySelector("output").textContent = says.join(", ");
};
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
form.hidden = false;
filter();
