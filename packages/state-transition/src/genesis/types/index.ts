// The document alone: a door for those who encode and decode, and check nothing.
export {Document} from "../document.ts";
