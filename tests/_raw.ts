// What does a client really get? The raw client of the public test kit.
export {
  type Answer,
  concat,
  type Fields,
  type Framing,
  type Outcome,
  RawResponse,
  RawSocket,
} from "../testing.ts";
