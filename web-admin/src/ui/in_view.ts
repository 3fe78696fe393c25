// In a row that scrolls sideways the part that matters is moved into sight.
export function in_view(matters: boolean) {
  return (element: HTMLElement): void => {
    if (matters) element.scrollIntoView({ inline: 'center', block: 'nearest' });
  };
}
