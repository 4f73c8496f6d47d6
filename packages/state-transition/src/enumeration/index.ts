export {type Enumeration, enumeration, memberText, UnknownMemberError} from "./enumeration.ts";
