// How is a request tried in one line? By the house of the public test kit.
export { type House, house } from "../testing.ts";
