# Gives the headings of posts and pages the ids that they had in the old blog, for a Markdown renderer that gives
# none. The settings stand under `blogconv: heading_ids:` in _config.yml: style (hexo or github), case, min_level,
# and duplicates, the number that the second heading of a name gets. Written by blogconv; needs Jekyll 4.2 or newer.
require "cgi"

module BlogconvHeadingIds
  HEADING = %r{<(h([1-6]))>(.*?)</\1>}m.freeze
  SEPARATORS = /[[:space:]\u{feff}~`!@#$%^&*()\-_+=\[\]{}|\\;:"'<>,.?\/]+/.freeze
  LETTERS = {
    "Æ" => "AE", "Ø" => "O", "ß" => "s", "æ" => "ae", "ø" => "o", "Đ" => "D", "đ" => "d", "Ħ" => "H", "ħ" => "h",
    "ı" => "i", "Ł" => "L", "ł" => "l", "Œ" => "OE", "œ" => "oe", "Ŧ" => "T", "ŧ" => "t"
  }.freeze
  # A second heading of such a name gets "-NaN" in Hexo: its counter is a JavaScript object.
  INHERITED = %w[constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf].freeze

  module_function

  def text(html)
    CGI.unescapeHTML(html.gsub(/<[^>]*>/, "")).gsub(/<[^>]*>/, "").strip
  end

  def hexo(text)
    text = text.tr("Ａ-Ｚａ-ｚ", "A-Za-z").gsub(Regexp.union(LETTERS.keys), LETTERS)
    text = text.unicode_normalize(:nfd).gsub(/([A-Za-z])[\u0300-\u036f]+/, '\1').unicode_normalize(:nfc)
    text.gsub(/[\u0000-\u001f]/, "").gsub(SEPARATORS, "-").gsub(/\A-+|-+\z/, "")
  end

  def github(text)
    text.gsub(/[^\p{L}\p{N}\p{M}_\- \t\n]/, "").gsub(/[ \t\n]/, "-").downcase
  end

  def unique(id, seen, settings)
    if settings["style"] != "hexo"
      base = id = id.empty? ? "heading" : id
      number = 0
      id = "#{base}-#{number += 1}" while seen.key?(id)
      seen[id] = 1
    elsif INHERITED.include?(id) && !seen.key?(id) && settings["duplicates"] == 1
      seen[id] = nil
      id += "-NaN"
    elsif seen[id]
      number = seen[id] + settings["duplicates"] - 1
      seen[id] += 1
      id = "#{id}-#{number}"
    else
      seen[id] = 1
    end
    id
  end

  def apply(html, settings)
    seen = {}
    html.scrub.gsub(HEADING) do
      tag, level, inner, whole = Regexp.last_match(1), Regexp.last_match(2).to_i, Regexp.last_match(3), Regexp.last_match(0)
      next whole if level < settings["min_level"]

      id = settings["style"] == "hexo" ? hexo(text(inner)) : github(text(inner))
      id = { "lower" => id.downcase, "upper" => id.upcase }.fetch(settings["case"], id) if settings["style"] == "hexo"
      %(<#{tag} id="#{CGI.escapeHTML(unique(id, seen, settings))}">#{inner}</#{tag}>)
    end
  end
end

Jekyll::Hooks.register([:documents, :pages], :post_convert) do |document|
  settings = document.site.config.dig("blogconv", "heading_ids")
  next unless settings && [".md", ".markdown"].include?(document.extname)

  defaults = { "style" => "hexo", "case" => "keep", "min_level" => 1, "duplicates" => 1 }
  document.content = BlogconvHeadingIds.apply(document.content, defaults.merge(settings))
end
