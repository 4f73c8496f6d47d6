/** First byte of a serialised node and of the bytes a node is hashed over (primitives-mkvs §4.2). */
export const nodePrefix = {leaf: 0x00, internal: 0x01, none: 0x02} as const;
