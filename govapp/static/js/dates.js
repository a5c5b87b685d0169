// Browsers show dates in their own language and order: under each field the day stands in words of the page.

const words = new Intl.DateTimeFormat(document.documentElement.lang, {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

function written(value) {
  const day = new Date(`${value.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(day.getTime()) ? "" : words.format(day);
}

document.addEventListener("input", ({ target }) => {
  if (target.type !== "date" && target.type !== "datetime-local") return;
  const place = document.querySelector(`output[data-day][for="${CSS.escape(target.id)}"]`);
  if (place) place.textContent = written(target.value);
});
