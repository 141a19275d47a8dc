import type { Story } from '../../reports/story/story.ts';
import type { Evidence } from '../checkers/checker.ts';
import type { Result } from '../result.ts';
import type { Output } from './output.ts';

/**
 * The story of a run that failed; null of one that did not. One that cannot be told is no reason to
 * keep the verdict back: then a line says so.
 */
export async function storyOf(
  evidence: Evidence,
  result: Result,
  output: Output,
): Promise<Story | null> {
  if (result.verdict !== 'fail') return null;
  const { tellStory } = await import('../../reports/story/story.ts');
  try {
    return tellStory(evidence, result);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    output.say(`What led to the failure cannot be told: ${why}`);
    return null;
  }
}
