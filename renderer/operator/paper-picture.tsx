import { type JSX, useEffect, useState } from 'react';

interface PaperPictureProps {
  /** Grows whenever the paper changes; 0 = nothing printed yet. */
  readonly version: number;
  /** PNG, or null when there is nothing. */
  readonly load: () => Promise<Uint8Array | null>;
}

/** What has come out of the emulated printer, as its interpreter of the bytes drew it. */
export function PaperPicture({ version, load }: PaperPictureProps): JSX.Element {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (version === 0) return;
    let current = true;
    let made: string | null = null;
    const show = async () => {
      const png = await load();
      if (!current || png === null) return;
      made = URL.createObjectURL(new Blob([new Uint8Array(png)], { type: 'image/png' }));
      setUrl(made);
    };
    void show();
    return () => {
      current = false;
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [version, load]);
  return url === null ? (
    <p>还没有打印过。</p>
  ) : (
    <img className="paper" src={url} alt="打印出来的凭条" data-field="paper" data-value={version} />
  );
}
