// Takes the code out of the address, brings it to the desk, and goes on with the page where the user was.
const given = new URLSearchParams(`${location.search.slice(1)}&${location.hash.slice(1)}`);
history.replaceState(null, "", location.pathname);
const brought = new URLSearchParams();
for (const name of ["state", "code", "error"]) brought.set(name, given.get(name) ?? "");

function tell(what) {
    document.getElementById("title").textContent = "You are not signed in";
    document.getElementById(what).hidden = false;
}

fetch(location.pathname, { method: "POST", body: brought, credentials: "same-origin" })
    .then(async (answer) => (answer.ok ? location.replace(await answer.text()) : tell("refused")))
    .catch(() => tell("failed"));
