import { join } from 'node:path';
import type { Cause } from '../../reports/cause.ts';
import type { History } from '../history.ts';
import type { Plan } from '../plan.ts';
import type { Result } from '../result.ts';
import { runFiles, writeRunFile } from '../store.ts';

/**
 * Renders the reports of a run into its folder. The renderers are loaded here, not before: no
 * command that writes none should wait for them.
 */
export async function writeReports(
  folder: string,
  plan: Plan,
  history: History,
  result: Result,
  terminal: { readonly color: boolean; readonly columns: number | undefined },
  cause: Cause | null,
): Promise<{ readonly screen: string; readonly report: string }> {
  const [{ renderMarkdown }, { renderJunit }, { renderTerminal }, { renderHtml }] =
    await Promise.all([
      import('../../reports/markdown.ts'),
      import('../../reports/junit.ts'),
      import('../../reports/terminal.ts'),
      import('../../reports/html.ts'),
    ]);
  writeRunFile(folder, runFiles.junit, renderJunit(plan, history, result));
  writeRunFile(folder, runFiles.summary, renderMarkdown(plan, history, result, cause));
  writeRunFile(folder, runFiles.report, renderHtml(plan, history, result, cause));
  return {
    screen: renderTerminal(plan, history, result, { ...terminal, cause }),
    report: join(folder, runFiles.report),
  };
}
