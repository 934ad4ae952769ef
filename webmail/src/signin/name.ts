/** The address that was typed on the sign-in page, for the page that helps who cannot sign in. */
const KEY = "signin-name";

export const typedName = {
  keep: (name: string) => sessionStorage.setItem(KEY, name.trim()),
  take: (): string => {
    const name = sessionStorage.getItem(KEY) ?? "";
    sessionStorage.removeItem(KEY);
    return name;
  },
};
