// Where does a URL lead? How long a regular expression may take, told by its tree.
import type { AST } from "../_shared/regexpp.ts";

/** A bound of the steps that backtracking takes over n characters: `factor` times n to the power of `degree`. */
export interface Cost {
  readonly degree: number;
  readonly factor: number;
}

/** Repetitions that differ by more than this count as if they had no end. */
const FEW = 8;
const FREE: Cost = { degree: 0, factor: 1 };
const ENDLESS: Cost = { degree: Infinity, factor: Infinity };

/** The cost of a search for a pattern. */
export function costOf(pattern: AST.Pattern): Cost {
  const anchored = pattern.alternatives.every(({ elements: [first] }) =>
    first?.type === "Assertion" && first.kind === "start"
  );
  const { degree, factor } = either(pattern.alternatives);
  return { degree: degree + (anchored ? 0 : 1), factor };
}

function either(alternatives: readonly AST.Alternative[]): Cost {
  const costs = alternatives.map(({ elements }) => inTurn(elements.map(costOfElement)));
  return {
    degree: Math.max(...costs.map(({ degree }) => degree)),
    factor: costs.reduce((sum, { factor }) => sum + factor, 0),
  };
}

function inTurn(costs: readonly Cost[]): Cost {
  return costs.reduce((all, one) => ({
    degree: all.degree + one.degree,
    factor: all.factor * one.factor,
  }), FREE);
}

function costOfElement(element: AST.Element): Cost {
  switch (element.type) {
    case "Group":
    case "CapturingGroup":
      return either(element.alternatives);
    case "Assertion":
      return "alternatives" in element ? either(element.alternatives) : FREE;
    case "Quantifier":
      return repeated(costOfElement(element.element), element);
    case "Backreference":
      return { degree: 1, factor: 1 };
    default:
      return FREE;
  }
}

function repeated(body: Cost, { min, max }: AST.Quantifier): Cost {
  const varies = body.degree > 0 || body.factor > 1;
  if (max === Infinity || max - min > FEW) return varies ? ENDLESS : { degree: 1, factor: 1 };
  return {
    degree: body.degree === 0 ? 0 : body.degree * max,
    factor: body.factor ** max * (max - min + 1),
  };
}

/** The most characters that a match can have; Infinity if there is no bound. */
export function longest(pattern: AST.Pattern): number {
  return longestOf(pattern.alternatives);
}

function longestOf(alternatives: readonly AST.Alternative[]): number {
  return Math.max(
    ...alternatives.map(({ elements }) => elements.reduce((sum, one) => sum + lengthOf(one), 0)),
  );
}

function lengthOf(element: AST.Element): number {
  switch (element.type) {
    case "Group":
    case "CapturingGroup":
      return longestOf(element.alternatives);
    case "Quantifier": {
      const body = lengthOf(element.element);
      return body === 0 || element.max === 0 ? 0 : body * element.max;
    }
    case "Assertion":
      // What it looks at has to be there too.
      return "alternatives" in element ? longestOf(element.alternatives) : 1;
    case "Backreference":
      return Infinity;
    default:
      return 1;
  }
}
