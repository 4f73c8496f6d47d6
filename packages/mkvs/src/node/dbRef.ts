/**
 * Where a node database keeps a node: made and understood by the database alone, carried along with the pointer by the
 * tree.
 */
export type DbRef = bigint | number | object;
