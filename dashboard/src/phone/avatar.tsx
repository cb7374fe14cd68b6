import { Users } from 'lucide-react';

/** Each has enough contrast with white letters. */
const COLOURS = ['bg-sky-700', 'bg-violet-700', 'bg-rose-700', 'bg-amber-800', 'bg-teal-700', 'bg-indigo-700'];

/** The picture of a person or group, or its initials. It says nothing that does not stand beside it as text. */
export function Avatar({
  id,
  name,
  picture,
  group,
}: {
  id: string;
  name: string;
  picture: string | null;
  group?: boolean;
}) {
  const shape = 'size-10 shrink-0 rounded-full';
  if (picture) return <img src={picture} alt="" className={`${shape} object-cover`} />;
  const sum = [...id].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return (
    <span
      aria-hidden
      className={`${shape} ${COLOURS[sum % COLOURS.length]} grid place-items-center text-sm font-medium text-white`}
    >
      {group ? <Users className="size-5" /> : initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  return (
    words
      .slice(0, 2)
      .map((word) => word[0]?.toUpperCase())
      .join('') || '#'
  );
}
