// Draws the files that Python gives; the name of one that can be fetched is a link to it.

function rowOf({ address, cells }, columns) {
    const made = element("tr", "", { role: "row" });
    made.append(...cells.map((cell, number) => element("td", cell, { role: "cell", "data-column": columns[number] })));
    if (address) {
        // A tab of its own: a download that is refused says why there, and this page stays.
        const link = element("a", cells[0], { href: address, target: "_blank", "aria-label": `Download ${cells[0]}` });
        made.firstChild.replaceChildren(link);
    }
    made.told = JSON.stringify([address, cells, columns]);
    return made;
}

export default function ({ data, parentElement }) {
    const table = parentElement.querySelector("table");
    const focused = parentElement.activeElement?.getAttribute("href");

    const top = element("thead", "", { role: "rowgroup" });
    const head = element("tr", "", { role: "row" });
    head.append(...data.columns.map((name) => element("th", name, { role: "columnheader", scope: "col" })));
    top.append(head);
    const body = table.tBodies[0] ?? element("tbody", "", { role: "rowgroup" });
    putChildren(body, data.rows.map((row) => rowOf(row, data.columns)));

    table.setAttribute("role", "table");
    table.setAttribute("aria-label", data.title);
    table.parentElement.setAttribute("aria-label", data.title);
    table.tHead ? table.tHead.replaceWith(top) : table.append(top, body);
    if (focused) [...table.querySelectorAll("a")].find((each) => each.getAttribute("href") === focused)?.focus();
}
