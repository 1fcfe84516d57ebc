// Asks the server before the form is sent: with a session that has ended, the text would go nowhere.
const PATIENCE = 8000; // milliseconds

// `state` is "alive", "over", "other" (somebody else has signed in here), "refused" (this person may not edit it, or not
// any more), "silent" or "tooLarge"; with it the answer.
export async function ask(config, options = {}) {
  let response;
  const address = options.method ? config.url : `${config.url}?content=${config.content}`;
  try {
    response = await fetch(address, { credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE), ...options });
  } catch {
    return { state: "silent" };
  }
  if (response.status === 401) return { state: "over" };
  if (response.status === 404) return { state: "refused" };
  if (response.status === 413) return { state: "tooLarge" };
  if (!response.ok) return { state: "silent", status: response.status };
  const answer = await response.json().catch(() => null);
  if (!answer) return { state: "silent" };
  if (answer.user !== config.user) return { state: "other" };
  takeToken(answer.token);
  return { state: "alive", ...answer };
}

export async function post(config, message, options = {}) {
  const send = () => ask(config, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body: JSON.stringify(message),
    ...options,
  });
  const answer = await send();
  if (answer.status !== 403) return answer;
  // Signing in again, in another tab, has made this page's token worthless: with a new one it is sent once more.
  const asked = await ask(config);
  return asked.state === "alive" ? send() : asked;
}

export function token() {
  return document.querySelector("input[name=csrfmiddlewaretoken]").value;
}

function takeToken(fresh) {
  for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = fresh;
}

// Sends the form only when `mayGo()` says so, a promise; `gone()` is told when it is on its way.
export function guard(form, mayGo, gone) {
  let asking = false;
  let allowed = false;
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return;
    if (allowed) {
      allowed = false;
      gone();
      return;
    }
    event.preventDefault();
    if (asking) return;
    asking = true;
    allowed = await mayGo();
    asking = false;
    if (allowed) form.requestSubmit(event.submitter);
  });
}
