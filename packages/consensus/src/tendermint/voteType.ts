/** What is signed: the first field of sign bytes. */
export const signedTypes = {prevote: 1, precommit: 2, proposal: 32} as const;
