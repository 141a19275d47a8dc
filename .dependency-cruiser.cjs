// The picture of DESIGN.md, held against the imports: every folder imports from harness/; harness/
// imports from no other (its cli/ aside, which wires them all); the spokes do not import each other.
const spokes = '^(cluster|workloads|fault-injector|reports)/';
const sealed = '^(harness/ledger|cluster/vsr|cluster/wire|cluster/simulated)/';

module.exports = {
  forbidden: [
    {
      name: 'harness-imports-no-spoke',
      comment: 'harness/ holds the words that the others speak; only its cli/ wires them together.',
      severity: 'error',
      from: { path: '^harness/', pathNot: '^harness/cli/' },
      to: { path: [spokes, '^harness/cli/', '^index'] },
    },
    {
      name: 'spokes-do-not-import-each-other',
      comment: 'A spoke speaks through harness/.',
      severity: 'error',
      from: { path: '^(cluster|workloads|fault-injector|reports)/' },
      to: { path: spokes, pathNot: '^$1/' },
    },
    {
      name: 'only-the-door-imports-cli',
      severity: 'error',
      from: { pathNot: '^(harness/cli|test)/' },
      to: { path: '^harness/cli/' },
    },
    {
      name: 'sealed-folders-touch-no-node',
      comment:
        'Below the seam nothing may reach clocks, files or processes; it must run in a browser.',
      severity: 'error',
      from: { path: sealed },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'production-imports-no-test',
      severity: 'error',
      from: { pathNot: '^(test/|harness/cli/commands/canaries[.]ts$)' },
      to: { path: '^test/' },
    },
    {
      name: 'planted-bugs-come-with-the-command-alone',
      comment:
        'The command loads the catalogue when it is asked for, and nothing else of the tests.',
      severity: 'error',
      from: { path: '^harness/cli/commands/canaries[.]ts$' },
      to: { path: '^test/', pathNot: '^test/canaries/catalogue[.]ts$' },
    },
    {
      name: 'what-is-packed-imports-no-other-test',
      comment: 'Planted bugs are a part of the package; they stand on production code alone.',
      severity: 'error',
      from: { path: '^test/canaries/', pathNot: '[.]test[.]ts$' },
      to: { path: '^test/', pathNot: '^test/canaries/' },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node'] },
  },
};
