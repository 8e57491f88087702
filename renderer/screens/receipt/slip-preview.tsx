import type { JSX } from 'react';
import type { PreviewBlock } from '../../../main/contract/snapshot.ts';
import { Pages } from '../../kit/pages.tsx';
import { Words } from '../../kit/words.tsx';

/** The document of the paper slip, laid out for the glass; black on white in every theme, as paper is. */
export function SlipPreview({ blocks }: { readonly blocks: readonly PreviewBlock[] }): JSX.Element {
  return (
    <div className="slip">
      <Pages>
        {blocks.map((block, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of a document have no identity but their place
          <Block key={index} block={block} />
        ))}
      </Pages>
    </div>
  );
}

function Block({ block }: { readonly block: PreviewBlock }): JSX.Element {
  switch (block.kind) {
    case 'title':
      return <h2 className="slip__title">{block.text}</h2>;
    case 'banner':
      return <p className="slip__banner">{block.text}</p>;
    case 'text':
      return (
        <p
          className="slip__text"
          data-align={block.align}
          data-emphasis={block.emphasis}
          data-size={block.size}
        >
          <Words>{block.text}</Words>
        </p>
      );
    case 'pair':
      return (
        <p className="slip__pair" data-emphasis={block.emphasis}>
          <span>{block.label}</span>
          <span data-slip-field={block.field}>{block.value}</span>
        </p>
      );
    case 'rule':
      return <hr className="slip__rule" />;
    case 'space':
      return <div className="slip__space" />;
  }
}
