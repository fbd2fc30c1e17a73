// Reading pages ship no JavaScript: everything on them is a link or a form.
export const csr = false;
