import type { SlipBlock } from '../../drivers/printer/slip.ts';

/**
 * A slip for whoever has chosen elder mode: its sentences and the named facts are large; what only the staff look up stays
 * small, so that the slip does not become a towel.
 *
 * @param fields of the pairs that the resident reads
 */
export function inLargeType(blocks: readonly SlipBlock[], fields: ReadonlySet<string>): readonly SlipBlock[] {
  return aired(blocks.map((block) => enlarged(block, fields)));
}

function enlarged(block: SlipBlock, fields: ReadonlySet<string>): SlipBlock {
  if (block.kind === 'text') return { ...block, size: 'large' };
  const isLarge = block.kind === 'pair' && block.field !== undefined && fields.has(block.field);
  return isLarge ? { ...block, size: 'large' } : block;
}

/** Large paragraphs need air between them: without it nobody sees where one ends. */
function aired(blocks: readonly SlipBlock[]): readonly SlipBlock[] {
  return blocks.flatMap((block, index): readonly SlipBlock[] => {
    const follows = block.kind === 'text' && blocks[index - 1]?.kind === 'text';
    return follows ? [{ kind: 'space' }, block] : [block];
  });
}
