// Draws the rows that Python gives. A plain click is told to Python, which changes the page within the session; the
// browser does the rest by itself, such as opening a link in another tab.

function cellOf(cell, column) {
    const made = element("td", "", { role: "cell", "data-column": column });
    if (cell.text) made.append(element("span", cell.text));
    if (cell.badge) made.append(element("span", cell.badge, { class: `badge ${cell.tone}` }));
    if (cell.percent !== null) {
        made.append(element("progress", "", { max: 100, value: cell.percent, "aria-label": column }));
        made.append(element("span", `${cell.percent} %`));
    }
    return made;
}

function rowOf(row, columns) {
    const made = element("tr", "", { role: "row" });
    row.cells.forEach((cell, number) => made.append(cellOf(cell, columns[number])));
    const first = made.firstChild;
    if (row.orders) {
        const link = element("a", "", { href: `./order?id=${row.orders}`, "data-key": row.orders });
        link.append(...first.childNodes);
        first.append(link);
    }
    return made;
}

export default function ({ data, parentElement, setTriggerValue }) {
    const table = parentElement.querySelector("table");
    const opened = (table.opened ??= new Set());
    const focused = parentElement.activeElement?.dataset.key;

    const head = element("tr", "", { role: "row" });
    head.append(...data.columns.map((name) => element("th", name, { role: "columnheader", scope: "col" })));
    const body = table.tBodies[0] ?? element("tbody", "", { role: "rowgroup" });
    const rows = [];
    const top = element("thead", "", { role: "rowgroup" });
    top.append(head);

    for (const row of data.rows) {
        const made = rowOf(row, data.columns);
        made.told = JSON.stringify([row, data.columns]);
        rows.push(made);
        if (!row.parts.length) continue;
        const parts = row.parts.map((part) => rowOf(part, data.columns));
        const name = row.cells[0].text;
        const toggle = element("button", "", { type: "button", "data-key": `parts of ${name}` });
        const draw = () => {
            const open = opened.has(name);
            parts.forEach((part) => { part.className = "part"; part.hidden = !open; });
            toggle.setAttribute("aria-expanded", open);
            toggle.setAttribute("aria-label", `${open ? "Close" : "Open"} ${name}`);
        };
        toggle.onclick = () => {
            opened.has(name) ? opened.delete(name) : opened.add(name);
            draw();
        };
        made.firstChild.prepend(toggle);
        parts.forEach((part, place) => { part.told = `${place} ${made.told}`; });
        rows.push(...parts);
        draw();
    }

    table.setAttribute("role", "table");
    table.setAttribute("aria-label", data.title);
    putChildren(body, rows);
    table.tHead ? table.tHead.replaceWith(top) : table.append(top, body);
    table.onclick = (event) => {
        const link = event.target.closest("a");
        if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        setTriggerValue("clicked", link.dataset.key);
    };
    if (focused) [...table.querySelectorAll("[data-key]")].find((each) => each.dataset.key === focused)?.focus();
}
