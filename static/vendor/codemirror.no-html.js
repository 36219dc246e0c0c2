/* The record has no HTML, so its editor carries no grammar of HTML, CSS and JavaScript (a third of the bundle). */
export const html = () => ({ language: { parser: null }, support: [] });
export const htmlCompletionSource = () => null;
