// Shows the tags of the chosen annotators and labels, and the paragraphs that have the words.
const form = document.querySelector(".filter");
const tags = [...document.querySelectorAll(".tag")];
const paragraphs = [...document.querySelectorAll("article > :not(h2, .about)")];
const chosen = (name) =>
  new Set([...form.querySelectorAll(`[name="${name}"]:checked`)].map((box) => box.value));
const filter = () => {
  const [annotators, labels] = [chosen("annotator"), chosen("label")];
  for (const tag of tags) {
    tag.hidden = !annotators.has(tag.dataset.annotator) || !labels.has(tag.dataset.label);
  }
  const words = form.elements.words.value.trim().toLocaleLowerCase();
  for (const paragraph of paragraphs) {
    const shown = [...paragraph.childNodes].filter((node) => !node.hidden);
    const text = shown.map((node) => node.textContent).join("").toLocaleLowerCase();
    paragraph.hidden = !text.includes(words);
  }
  const count = tags.filter((tag) => !tag.hidden && !tag.parentElement.hidden).length;
  // What is printed says what it leaves out.
  const left = ["annotator", "label"].flatMap((name) =>
    [...form.querySelectorAll(`[name="${name}"]:not(:checked)`)].map((box) => box.value));
  const says = [`${count} of ${tags.length} tags`];
  if (words) says.push(`with “${words}”`);
  if (left.length) says.push(`without ${left.join(", ")}`);
  form.querySelector("output").textContent = says.join(", ");
};
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
form.hidden = false;
filter();
