import type { Command, Fields, Request, Script } from './commands.ts';

/**
 * The script without all that can be left out while `fails` still holds: commands, batches, events,
 * fields, flags. What fast-check shrinks to is small; this makes it bare.
 */
export function smallestScript(script: Script, fails: (script: Script) => boolean): Script {
  let smallest = script;
  for (;;) {
    const smaller = smallerScripts(smallest).find(fails);
    if (smaller === undefined) return smallest;
    smallest = smaller;
  }
}

/** Each with one thing less, the largest things first. */
function smallerScripts({ start, commands }: Script): Script[] {
  const all = [
    ...without(commands),
    ...eachReplaced(commands, (command) => ('batches' in command ? smallerRequests(command) : [])),
  ];
  return all.map((fewer): Script => ({ start, commands: fewer }));
}

function smallerRequests(request: Request): Command[] {
  const { op, batches } = request;
  const all = [
    ...(batches.length > 1 ? without(batches) : []),
    ...eachReplaced(batches, (events) => [
      ...(op.startsWith('get_') || op.startsWith('query_') ? [] : without(events)),
      ...eachReplaced(events, (event) => simplerEvents(event)),
    ]),
  ];
  return all.map((fewer) => ({ op, batches: fewer }));
}

function simplerEvents(event: Fields): Fields[] {
  const simpler: Fields[] = [];
  for (const [name, value] of Object.entries(event)) {
    if (BigInt(value) === 0n) continue;
    simpler.push({ ...event, [name]: typeof value === 'bigint' ? 0n : 0 });
    if (name !== 'flags') continue;
    for (let flag = 1; flag <= Number(value); flag *= 2) {
      if ((Number(value) & flag) !== 0) simpler.push({ ...event, flags: Number(value) - flag });
    }
  }
  return simpler;
}

/** The last first: what remains of many looks is then the first that shows it. */
function without<Each>(all: readonly Each[]): Each[][] {
  return all.map((_, index) => all.toSpliced(all.length - 1 - index, 1));
}

function eachReplaced<Each>(
  all: readonly Each[],
  replacements: (each: Each) => readonly Each[],
): Each[][] {
  return all.flatMap((each, index) =>
    replacements(each).map((replacement) => all.with(index, replacement)),
  );
}
