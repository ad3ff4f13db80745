// Which preconditions hold off Windows? SatisfiesPrecondition, word by word.
import { assertEquals } from "../_assert.ts";
import { house } from "../_house.ts";

for (
  const [word, ret, unknownPrecondition] of [
    ["integratedMode", true, false],
    ["INTEGRATEDMODE", true, false],
    ["ISAPIMode", false, false],
    ["bitness32", false, false],
    ["bitness64", true, false],
    ["runtimeVersionv2.0", false, false],
    ["managedHandler", false, false],
    ["appPoolName=Other;DefaultAppPool", true, false],
    ["appPoolName=Other", false, false],
    ["deno", true, false],
    ["workerd", false, false],
    ["moonPhase", false, true],
    ["", false, true],
    [null, false, true],
  ] as const
) {
  // @see ihttpserver-satisfiesprecondition-method
  Deno.test(`satisfiesPrecondition: "${word}" is ${unknownPrecondition ? "unknown" : ret}`, () => {
    const { httpServer } = house([]).server;
    const said = httpServer.satisfiesPrecondition(word as string);
    assertEquals(said, { ret, unknownPrecondition });
  });
}
