import type { Conversation } from './conversation.ts';
import { ASK_FIRMWARE, ASK_MODEL } from './escpos/commands.ts';

const ANSWER_MS = 500;

/** What a printer calls itself (GS I); null for what it does not tell. */
export async function identify(
  conversation: Conversation,
): Promise<{ readonly model: string | null; readonly firmware: string | null }> {
  const model = await inquire(conversation, ASK_MODEL);
  const firmware = await inquire(conversation, ASK_FIRMWARE);
  return { model, firmware };
}

async function inquire(conversation: Conversation, question: Uint8Array): Promise<string | null> {
  const answer = conversation.expect((reply) => (reply.kind === 'text' ? reply.text : null), ANSWER_MS);
  await conversation.send(question);
  return answer;
}
