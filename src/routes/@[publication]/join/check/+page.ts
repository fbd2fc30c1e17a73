// The one page below a publication with a script: it shows nothing that a member of the staff wrote
// but the frame, and works without the script too.
export const csr = true;
