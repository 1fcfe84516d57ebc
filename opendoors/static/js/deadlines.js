// Beside each deadline what the page cannot know: the reader's own time, and how long there is left.
// Nothing moves or flashes; the words change at most once a minute, and their lines are kept free by the stylesheet.
const MINUTE = 60_000;
const page = document.documentElement.lang;
const language = page === "en" ? "en-GB" : page; // the day before the month, as everywhere on this site
const moment = new Intl.DateTimeFormat(language, {
  day: "numeric",
  month: "long",
  hour: "2-digit",
  minute: "2-digit",
  timeZoneName: "shortOffset",
});

// The year stands above, and a zone is called there by its distance from UTC: here it has no second name.
function ownMoment(at) {
  return moment.format(at).replace("GMT", "UTC");
}

function inUnit(amount, unit) {
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(amount);
}

// In two units at most: whoever has weeks needs no minutes.
function left(milliseconds) {
  const minutes = Math.ceil(milliseconds / MINUTE);
  const parts = [
    [Math.floor(minutes / 1440), "day"],
    [Math.floor((minutes % 1440) / 60), "hour"],
    [minutes % 60, "minute"],
  ];
  return parts
    .slice(minutes < 1440 ? 1 : 0)
    .slice(0, 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => inUnit(amount, unit))
    .join(" ");
}

function tell(place) {
  const at = Number(place.dataset.deadline) * 1000;
  const remaining = at - Date.now();
  const [own, rest] = place.children;
  own.textContent = `${place.dataset.own} ${ownMoment(at)}`;
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
