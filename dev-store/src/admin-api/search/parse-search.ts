export type Comparator = "=" | ">" | ">=" | "<" | "<=";

export type SearchNode =
  | { kind: "term"; field: string | null; comparator: Comparator; value: string; prefix: boolean }
  | { kind: "and"; nodes: SearchNode[] }
  | { kind: "or"; nodes: SearchNode[] }
  | { kind: "not"; node: SearchNode };

/**
 * Shopify's search syntax: `field:value`, `field:>value`, quotes, `prefix*`, AND by juxtaposition, OR, NOT or `-`,
 * parentheses. Never fails: what cannot be read as syntax is read as text to search for, as Shopify does.
 */
export function parseSearch(query: string): SearchNode {
  const tokens = tokenize(query);
  let at = 0;

  const parseOr = (): SearchNode => {
    const nodes = [parseAnd()];
    while (tokens[at]?.type === "or") {
      at += 1;
      nodes.push(parseAnd());
    }
    return nodes.length === 1 ? (nodes[0] as SearchNode) : { kind: "or", nodes };
  };
  const parseAnd = (): SearchNode => {
    const nodes: SearchNode[] = [];
    for (let token = tokens[at]; token && token.type !== "or" && token.type !== "close"; token = tokens[at]) {
      if (token.type === "and") at += 1;
      else nodes.push(parseUnary());
    }
    return nodes.length === 1 ? (nodes[0] as SearchNode) : { kind: "and", nodes };
  };
  const parseUnary = (): SearchNode => {
    const token = tokens[at];
    at += 1;
    if (!token) return { kind: "and", nodes: [] };
    if (token.type === "not") return { kind: "not", node: parseUnary() };
    if (token.type === "open") {
      const inner = parseOr();
      if (tokens[at]?.type === "close") at += 1;
      return inner;
    }
    return token.type === "term" ? token.term : { kind: "and", nodes: [] };
  };

  const nodes: SearchNode[] = [];
  while (at < tokens.length) {
    nodes.push(parseOr());
    if (tokens[at]?.type === "close") at += 1;
  }
  return nodes.length === 1 ? (nodes[0] as SearchNode) : { kind: "and", nodes };
}

type Token = { type: "and" | "or" | "not" | "open" | "close" } | { type: "term"; term: SearchNode };

const TERM = /(?:([A-Za-z_][\w.]*):\s*(>=|<=|>|<)?\s*)?(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|((?:[^\s()\\]|\\.)+))/y;

function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < query.length) {
    const char = query[at] as string;
    if (/\s/.test(char)) at += 1;
    else if (char === "(" || char === ")") {
      tokens.push({ type: char === "(" ? "open" : "close" });
      at += 1;
    } else if (char === "-" && /\S/.test(query[at + 1] ?? " ")) {
      tokens.push({ type: "not" });
      at += 1;
    } else {
      TERM.lastIndex = at;
      const match = TERM.exec(query);
      if (!match) {
        at += 1;
        continue;
      }
      at = TERM.lastIndex;
      tokens.push(tokenOf(match));
    }
  }
  return tokens;
}

function tokenOf([whole, field, comparator, double, single, bare]: RegExpExecArray): Token {
  const quoted = double ?? single;
  if (!field && quoted === undefined) {
    if (whole === "AND") return { type: "and" };
    if (whole === "OR") return { type: "or" };
    if (whole === "NOT") return { type: "not" };
  }
  const text = (quoted ?? bare ?? "").replace(/\\(.)/g, "$1");
  const prefix = quoted === undefined && text.length > 1 && text.endsWith("*");
  return {
    type: "term",
    term: {
      kind: "term",
      field: field ?? null,
      comparator: (comparator as Comparator | undefined) ?? "=",
      value: prefix ? text.slice(0, -1) : text,
      prefix,
    },
  };
}

/** The shape Shopify echoes in `extensions.search[].parsed`. */
export function describeSearch(node: SearchNode): unknown {
  if (node.kind === "and" || node.kind === "or") return { [node.kind]: node.nodes.map(describeSearch) };
  if (node.kind === "not") return { not: describeSearch(node.node) };
  const ranges = { ">": "range_gt", ">=": "range_gte", "<": "range_lt", "<=": "range_lte", "=": "match_all" } as const;
  return { field: node.field ?? "default", [node.prefix ? "match_prefix" : ranges[node.comparator]]: node.value };
}
