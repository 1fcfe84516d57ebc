// Beside each deadline what the page cannot know: the reader's own time, and how long there is left.
// Nothing moves or flashes; the words change at most once a minute, and their lines are kept free by the stylesheet.
const MINUTE = 60_000;
const language = document.documentElement.lang;
const written = language === "en" ? "en-GB" : language; // the day before the month, as on all our pages
const moment = new Intl.DateTimeFormat(written, {
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZoneName: "short",
});

function inUnit(amount, unit) {
  return new Intl.NumberFormat(written, { style: "unit", unit, unitDisplay: "long" }).format(amount);
}

function left(milliseconds) {
  const minutes = Math.ceil(milliseconds / MINUTE);
  const parts = [
    [Math.floor(minutes / 1440), "day"],
    [Math.floor((minutes % 1440) / 60), "hour"],
    [minutes % 60, "minute"],
  ];
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => inUnit(amount, unit))
    .join(" ");
}

function tell(place) {
  const at = Number(place.dataset.deadline) * 1000;
  const remaining = at - Date.now();
  const [own, rest] = place.children;
  own.textContent = `${place.dataset.own} ${moment.format(at)}`;
  rest.textContent = remaining > 0 ? `${place.dataset.left} ${left(remaining)}` : place.dataset.closed;
  place.classList.toggle("deadline__reader--closed", remaining <= 0);
}

function start(places) {
  for (const place of places) {
    place.append(document.createElement("span"), document.createElement("span"));
  }
  let timer;
  const tellAll = () => {
    clearTimeout(timer);
    places.forEach(tell);
    timer = setTimeout(tellAll, MINUTE - (Date.now() % MINUTE));
  };
  tellAll();
  // A page that slept in the background is put right as soon as it is looked at.
  document.addEventListener("visibilitychange", () => document.hidden || tellAll());
}

const places = [...document.querySelectorAll("[data-deadline]")];
if (places.length) start(places);
