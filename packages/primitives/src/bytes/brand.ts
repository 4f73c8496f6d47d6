declare const brandName: unique symbol;

/** A `T` that has been checked to be a `Name`: keeps apart values which are all "bytes" or all "number" at run time. */
export type Branded<T, Name extends string> = T & {readonly [brandName]: Name};
