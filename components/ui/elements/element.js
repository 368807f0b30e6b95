// An element with its attributes; the text is never read as HTML.
function element(name, text = "", attributes = {}) {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
}


// Put these children in the place of those of a parent. One that stands with the same data is left alone: a click on it
// counts although the page is drawn again in that instant.
function putChildren(parent, children) {
    const standing = [...parent.children];
    children.forEach((child, place) => {
        if (!standing[place]) parent.append(child);
        else if (!child.told || standing[place].told !== child.told) standing[place].replaceWith(child);
    });
    standing.slice(children.length).forEach((child) => child.remove());
}
