// The import rules of docs/architecture.md. A file's suffix says what it may touch; rooms only look down.
const rooms = ["orders", "value", "audience", "funnel", "experiments", "ledger"];
const ground = "^app/(money|database|jobs|shopify|environment|log)";
const test = "\\.test\\.tsx?$";

/** Each room may build on those before it. */
const floors = rooms.flatMap((room, index) => {
  const above = rooms.slice(index + 1);
  return above.length
    ? [
        {
          name: `${room}-looks-down`,
          severity: "error",
          from: { path: `^app/${room}/`, pathNot: test },
          to: { path: `^app/(${above.join("|")})/` },
        },
      ]
    : [];
});

export default {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } } },
    { name: "nothing-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true, pathNot: "build/server" } },
    {
      name: "pure-files-do-no-io",
      comment: "x.ts runs anywhere: no server file, no markup, nothing of Node",
      severity: "error",
      from: {
        path: "^(app/.*|extensions/contract/.*)\\.ts$",
        pathNot: `\\.server\\.ts$|${test}|^app/(routes|entry)|^extensions/contract/fixtures`,
      },
      to: { path: "\\.server\\.tsx?$|\\.tsx$", pathNot: "^$" },
    },
    {
      name: "pure-files-use-nothing-of-node",
      severity: "error",
      from: { path: "^(app/.*|extensions/.*)\\.ts$", pathNot: `\\.server\\.ts$|${test}|^app/(routes|entry)|fixtures` },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "markup-does-no-io",
      severity: "error",
      from: { path: "^app/.*\\.tsx$", pathNot: "^app/(routes|root|entry)|\\.test\\." },
      to: { path: "\\.server\\.tsx?$" },
    },
    {
      name: "server-files-render-nothing",
      severity: "error",
      from: { path: "^app/.*\\.server\\.ts$", pathNot: "^app/entry" },
      to: { path: "\\.tsx$|^app/routes/" },
    },
    { name: "nothing-imports-routes", severity: "error", from: { path: "^app/", pathNot: test }, to: { path: "^app/routes/" } },
    ...floors,
    {
      name: "the-ground-knows-no-room",
      severity: "error",
      from: { path: ground, pathNot: test },
      to: { path: `^app/(${rooms.join("|")}|ui|routes)/` },
    },
    { name: "money-stands-alone", severity: "error", from: { path: "^app/money/", pathNot: test }, to: { path: "^app/(?!money/)" } },
    {
      name: "extensions-know-only-the-contract",
      severity: "error",
      from: { path: "^extensions/(?!contract/)([^/]+)/", pathNot: test },
      to: { path: "^(app|dev-store|extensions)/", pathNot: "^extensions/(contract|$1)/" },
    },
    {
      name: "the-contract-knows-nothing",
      severity: "error",
      from: { path: "^extensions/contract/", pathNot: test },
      to: { pathNot: "^extensions/contract/" },
    },
    { name: "the-local-store-knows-no-app", severity: "error", from: { path: "^dev-store/" }, to: { path: "^app/" } },
    { name: "the-app-knows-no-local-store", severity: "error", from: { path: "^app/", pathNot: test }, to: { path: "^dev-store/" } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^build/|/dist/|\\.d\\.ts$" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".json"],
    },
  },
};
