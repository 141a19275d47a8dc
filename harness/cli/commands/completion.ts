import { type ExitCode, exitCodes } from '../../result.ts';
import type { Command } from '../command.ts';
import { Output } from '../output.ts';
import { type Given, positional, unknownName } from '../usage.ts';

/** Each asks `vivarium --complete` with the words so far, the last of which is being typed. */
const scripts: Readonly<Record<string, string>> = {
  bash: `_vivarium() {
  local IFS=$'\\n'
  COMPREPLY=($(vivarium --complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _vivarium vivarium
`,
  zsh: `#compdef vivarium
_vivarium() {
  local -a found
  found=("\${(@f)$(vivarium --complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[*]}" ]]; then compadd -a found; else _files; fi
}
compdef _vivarium vivarium
`,
  fish: `complete -c vivarium -a '(vivarium --complete (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'
`,
};

const shells = Object.keys(scripts);

export const completionCommand: Command = {
  usage: 'completion <shell>',
  about: 'Print a script that completes commands, options and names in a shell.',
  positionals: { shell: `One of ${shells.join(', ')}` },
  values: { shell: async () => shells },
  options: {},
  examples: [
    ['completion bash >> ~/.bashrc', 'for bash'],
    ['completion zsh > ~/.zfunc/_vivarium', 'for zsh, where ~/.zfunc is in fpath'],
    ['completion fish > ~/.config/fish/completions/vivarium.fish', 'for fish'],
  ],
  run,
};

async function run(given: Given): Promise<ExitCode> {
  const shell = positional(given, 'shell') ?? '';
  const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
  if (script === undefined) {
    throw unknownName('There is no completion for the shell', shell, shells);
  }
  new Output({ json: false }).data(script);
  return exitCodes.pass;
}
