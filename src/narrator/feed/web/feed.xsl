<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
    exclude-result-prefixes="atom itunes">
  <xsl:output method="html" encoding="UTF-8" indent="yes" doctype-system="about:legacy-compat"/>
  <xsl:variable name="chinese" select="starts-with(/rss/channel/language, 'zh')"/>

  <xsl:template match="/rss/channel">
    <html lang="{language}">
      <head>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="robots" content="noindex"/>
        <title><xsl:value-of select="title"/></title>
        <style>
          :root { color-scheme: light dark; }
          body { max-width: 44rem; margin: 0 auto; padding: 1.5rem; font: 1rem/1.6 system-ui, sans-serif; }
          header { display: flex; gap: 1.2rem; align-items: flex-start; flex-wrap: wrap; }
          header img { width: 8rem; height: 8rem; border-radius: .5rem; }
          header div { flex: 1 1 16rem; }
          h1 { margin: 0; font-size: 1.7rem; line-height: 1.3; }
          .how { padding: .7rem .9rem; border: 1px solid; border-radius: .5rem; }
          .how input { width: 100%; box-sizing: border-box; font: inherit; }
          article { padding: 1rem 0; border-top: 1px solid; }
          h2 { margin: 0; font-size: 1.1rem; }
          p { margin: .4rem 0; }
          .about { white-space: pre-line; overflow-wrap: anywhere; }
          audio { width: 100%; }
        </style>
      </head>
      <body>
        <header>
          <img alt="" src="{image/url}"/>
          <div>
            <h1 dir="auto"><xsl:value-of select="title"/></h1>
            <p class="about" dir="auto"><xsl:call-template name="plain"><xsl:with-param name="text" select="description"/></xsl:call-template></p>
            <p><a href="{link}"><xsl:value-of select="link"/></a></p>
          </div>
        </header>
        <p class="how">
          <label>
            <xsl:choose>
              <xsl:when test="$chinese">这是播客的订阅源。把下面的地址粘贴到播客应用里，就能收到新的节目。</xsl:when>
              <xsl:otherwise>This is a podcast’s feed. Paste this address into a podcast app to get new episodes.</xsl:otherwise>
            </xsl:choose>
            <input readonly="readonly" value="{atom:link[@rel='first' or @rel='self'][1]/@href}"/>
          </label>
        </p>
        <main><xsl:apply-templates select="item"/></main>
        <nav>
          <xsl:if test="atom:link[@rel='previous']">
            <p><a rel="prev" href="{atom:link[@rel='previous']/@href}">
              <xsl:choose><xsl:when test="$chinese">较新的节目</xsl:when><xsl:otherwise>Newer episodes</xsl:otherwise></xsl:choose>
            </a></p>
          </xsl:if>
          <xsl:if test="atom:link[@rel='next']">
            <p><a rel="next" href="{atom:link[@rel='next']/@href}">
              <xsl:choose><xsl:when test="$chinese">更早的节目</xsl:when><xsl:otherwise>Older episodes</xsl:otherwise></xsl:choose>
            </a></p>
          </xsl:if>
        </nav>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="item">
    <article>
      <h2 dir="auto"><a href="{link}"><xsl:value-of select="title"/></a></h2>
      <p><small><xsl:value-of select="pubDate"/></small></p>
      <p class="about" dir="auto"><xsl:call-template name="plain"><xsl:with-param name="text" select="description"/></xsl:call-template></p>
      <audio controls="controls" preload="none" src="{enclosure/@url}"></audio>
    </article>
  </xsl:template>

  <!-- Descriptions are HTML of plain text: what was escaped is shown as it was written. -->
  <xsl:template name="plain">
    <xsl:param name="text"/>
    <xsl:choose>
      <xsl:when test="contains($text, '&amp;lt;')">
        <xsl:call-template name="plain"><xsl:with-param name="text" select="substring-before($text, '&amp;lt;')"/></xsl:call-template>
        <xsl:text>&lt;</xsl:text>
        <xsl:call-template name="plain"><xsl:with-param name="text" select="substring-after($text, '&amp;lt;')"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="contains($text, '&amp;amp;')">
        <xsl:value-of select="substring-before($text, '&amp;amp;')"/>
        <xsl:text>&amp;</xsl:text>
        <xsl:call-template name="plain"><xsl:with-param name="text" select="substring-after($text, '&amp;amp;')"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
