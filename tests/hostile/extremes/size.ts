/** Whether this run tries everything: a `HOSTILE_SIZE` above 1. */
export const isFull = Number(process.env.HOSTILE_SIZE ?? 1) > 1;
