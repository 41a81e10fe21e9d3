import whit from "@whit-lang/whit/vite";

export default { plugins: [whit()] };
