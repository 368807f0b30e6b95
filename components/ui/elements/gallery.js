// Draws the quicklooks that Python gives. A picture that stands already is left alone, or it would be fetched again.

function pictureOf({ key, name, address, coming }, ask) {
    if (address) {
        const link = element("a", "", { href: address, target: "_blank", "data-key": key, title: "Open at its own size" });
        link.append(element("img", "", { src: address, alt: `Quicklook ${name}` }));
        return link;
    }
    if (coming) return element("span", "Fetching…");
    const button = element("button", "Show", { type: "button", "data-key": key, "aria-label": `Show ${name}` });
    button.onclick = () => ask(key);
    return button;
}

function tileOf(tile, ask) {
    const made = element("li");
    const figure = element("figure");
    const caption = element("figcaption", tile.name);
    if (tile.problem) caption.append(element("p", tile.problem));
    figure.append(pictureOf(tile, ask), caption);
    made.append(figure);
    made.told = JSON.stringify(tile);
    return made;
}

export default function ({ data, parentElement, setTriggerValue }) {
    const list = parentElement.querySelector("ul");
    list.classList.toggle("small", data.small);
    const focused = parentElement.activeElement?.dataset.key;
    const standing = new Map([...list.children].map((each) => [each.told, each]));
    const ask = (key) => setTriggerValue("clicked", key);
    list.replaceChildren(...data.tiles.map((tile) => standing.get(JSON.stringify(tile)) ?? tileOf(tile, ask)));
    if (focused) [...list.querySelectorAll("[data-key]")].find((each) => each.dataset.key === focused)?.focus();
}
