import { statechartMermaid } from '../../main/visit/diagram.ts';
import { generatedFrom, page } from './markdown.ts';

export function statechartPage(): string {
  return page(
    '# The statechart of a visit',
    generatedFrom('`main/visit/machine.ts` (`main/visit/diagram.ts`)'),
    `Every state is a screen of the same name; what is inside it are its stages. An arrow is an event that leads to another
state: a touch, a device, a clock (\`time-up\`; \`after …\` names a time of \`main/visit/setup.ts\`), \`answer\` from whoever was asked, or \`bug\` when asking
threw. An arrow without a word is taken by itself as soon as its condition holds. Which of two arrows with the same event is taken is decided by the guards.
Events that change nothing but the present screen are not drawn; they have an answer all the same, in the state’s own file in \`main/visit/states\`.`,
    `\`\`\`mermaid\n${statechartMermaid().trimEnd()}\n\`\`\``,
  );
}
