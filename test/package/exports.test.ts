import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const index = fileURLToPath(new URL('../../index.ts', import.meta.url));
const config = fileURLToPath(new URL('../../tsconfig.json', import.meta.url));
const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(config, (file) => ts.sys.readFile(file)).config,
  ts.sys,
  fileURLToPath(new URL('../..', import.meta.url)),
);
const program = ts.createProgram([index], options);
const checker = program.getTypeChecker();

function documentation(symbol: ts.Symbol): string {
  const actual = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return ts.displayPartsToString(actual.getDocumentationComment(checker));
}

const source = program.getSourceFile(index);
const door = source && checker.getSymbolAtLocation(source);
const exported = door === undefined ? [] : checker.getExportsOfModule(door);

describe('what the package exports', () => {
  test('is a list that someone can read', () => {
    expect(exported.length).toBeGreaterThan(60);
  });

  test.each(exported.map((symbol) => [symbol.name, symbol] as const))(
    '%s has a docstring, which is a sentence',
    (_, symbol) => {
      expect(documentation(symbol)).toMatch(/^[A-Z`0-9].{10,}[.;:)`]$/s);
    },
  );
});
