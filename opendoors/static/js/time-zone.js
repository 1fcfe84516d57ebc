// Where the device keeps another time than the admin shows, a link proposes to choose its zone. Nothing is switched here.

const link = document.querySelector("[data-time-zone]");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

function clockOf(zone, moment) {
    return new Intl.DateTimeFormat("en-GB", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(moment);
}

/** Two names of one zone (Asia/Calcutta, Asia/Kolkata) tell the same time in winter and in summer. */
function tellTheSame(one, other) {
    const year = new Date().getUTCFullYear();
    const moments = [new Date(), new Date(Date.UTC(year, 0, 15)), new Date(Date.UTC(year, 6, 15))];
    try {
        return moments.every((moment) => clockOf(one, moment) === clockOf(other, moment));
    } catch {
        return true; // one of the names is unknown here: no proposal
    }
}

if (link && here && !tellTheSame(here, link.dataset.timeZone)) {
    const address = new URL(link.href);
    address.searchParams.set("zone", here);
    link.href = address.href;
    link.title = link.dataset.proposal.replace("{zone}", here);
    const note = document.createElement("span");
    note.className = "time-zone__note";
    note.textContent = ` · ${link.title}`;
    link.append(note);
}
