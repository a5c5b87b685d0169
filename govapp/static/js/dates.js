// Browsers show dates in their own language and order: under each field the day stands in words of the page.

// The order of the parts is that of govapp/language/formats.py; browsers have others of their own.
const { lang } = document.documentElement;
const format = new Intl.DateTimeFormat(lang, {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

function inWords(day) {
  const { weekday, month, year } = Object.fromEntries(
    format.formatToParts(day).map(({ type, value }) => [type, value]),
  );
  const number = day.getUTCDate();
  if (lang === "de") return `${weekday}, ${number}. ${month} ${year}`;
  return `${weekday} ${number}${lang === "fr" && number === 1 ? "er" : ""} ${month} ${year}`;
}

function written(value) {
  const day = new Date(`${value.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(day.getTime()) ? "" : inWords(day);
}

document.addEventListener("input", ({ target }) => {
  if (target.type !== "date" && target.type !== "datetime-local") return;
  const place = document.querySelector(`output[data-day][for="${CSS.escape(target.id)}"]`);
  if (place) place.textContent = written(target.value);
});
