/** The element of the page's own HTML that React takes over. Throws when page and script do not belong together. */
export function mountPoint(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page has no element #${id}`);
  return element;
}
